"""The cord and the thecal sac: earlier courses, their sum, and what may still be given."""
