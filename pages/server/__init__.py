"""HTTP: routes, the live socket, who sits at a browser, what stands before and around the application."""
