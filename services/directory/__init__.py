"""Units, members, and the chats they are reached by."""
