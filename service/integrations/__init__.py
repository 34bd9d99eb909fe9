"""What a blog needs to speak with Hamgate: files that travel with the program."""
