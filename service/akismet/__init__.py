"""The Akismet doors: the protocol that existing plugins speak."""
