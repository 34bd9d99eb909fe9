"""Hamgate, a self-hosted comment spam filter: the serving side."""
