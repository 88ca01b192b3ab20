"""Items and their versions, pools and forms."""
