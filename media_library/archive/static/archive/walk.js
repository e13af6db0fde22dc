// Left and right go to the neighbours of the photo that is shown.
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select, video, [contenteditable]")) return;
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  const link = rel && document.querySelector(`[data-walk] a[rel="${rel}"]`);
  if (link) window.location.assign(link.href);
});
