"""What does not go together among what a person takes and what a plan proposes."""
