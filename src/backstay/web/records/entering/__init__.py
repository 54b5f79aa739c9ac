"""Forms made from the vocabulary: what is asked, what was typed, what it means, and what it contradicts."""
