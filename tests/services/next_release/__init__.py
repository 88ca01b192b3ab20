"""The next release in miniature: the same site with one more migration."""
