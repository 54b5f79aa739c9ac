"""SMART App Launch: from the hospital's record to the assessment of the patient who is open in it."""
