"""People between institutes and firms: part-time, start-ups, leave of post."""
