"""A plan from DICOM files: structures, dose grid, fractions."""
