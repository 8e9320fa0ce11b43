"""Need → technologies and technology → needs: closeness of words and meaning, and conditions. Each says why."""
