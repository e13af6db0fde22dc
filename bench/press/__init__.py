"""The list and the article of a plain Wagtail, as its tutorial makes them, with what our bulletins hold."""
