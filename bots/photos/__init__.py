"""Photos that members send: checked by what they are, stripped of what they tell besides, kept in GridFS."""
