"""Pure rules that the desk and the hosted service share: no Qt, no network, no files."""
