"""Shapes whose volume and dose are known in closed form, written as DICOM."""
