"""One file a user's job: composes domains, files and reports; free of click."""
