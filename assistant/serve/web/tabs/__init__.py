"""What each part of the chat page does and shows, apart from the page: values in, HTML and state out."""
