"""The web: a chat page on Gradio and our own plain pages of the documents, in one process."""
