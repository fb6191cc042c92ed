"""One panel of the desk a file; binds a model, holds no state of its own."""
