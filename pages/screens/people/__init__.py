"""Parts of the page of people and links."""
