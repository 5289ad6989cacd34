"""The chat in the browser: layout, rendering and the manners of the page."""
