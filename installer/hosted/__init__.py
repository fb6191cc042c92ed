"""What the hosted side needs beside the service itself."""
