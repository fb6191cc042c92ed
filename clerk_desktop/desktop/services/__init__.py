"""What the desk can do, without Qt."""
