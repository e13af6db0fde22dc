// Puts the player in place of its cover when the reader presses play; nothing is fetched from the video site before.
for (const frame of document.querySelectorAll(".video__frame")) {
  const button = frame.querySelector(".video__play");
  if (!button || !frame.dataset.player) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const player = document.createElement("iframe");
    const joint = frame.dataset.player.includes("?") ? "&" : "?";
    player.src = `${frame.dataset.player}${joint}autoplay=1`;
    player.title = frame.dataset.title;
    player.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
    player.allowFullscreen = true;
    player.referrerPolicy = "strict-origin-when-cross-origin";
    frame.replaceChildren(player);
    player.focus();
  });
}
