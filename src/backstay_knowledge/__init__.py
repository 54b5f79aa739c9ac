"""What clinicians review: data only, CC BY 4.0. Read it through `backstay.knowledge`."""

EDITION = "2026.1"
