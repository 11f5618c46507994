"""Pictures of every page in every state, for a person to look at: `python3 -m tests.screens FOLDER`."""
