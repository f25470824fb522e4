"""Rules whose case and near miss stand in a test module of their own."""

ELSEWHERE = {
    "missing-item": "tests/circle/test_circle.py",
    "missing-part": "tests/circle/test_circle.py",
    "missing-month": "tests/circle/test_circle.py",
    "missing-proof": "tests/circle/test_circle.py",
    "photo-reused": "tests/audit/rules/test_photos.py",
    "photo-date-mismatch": "tests/audit/rules/test_photos.py",
    "system-mismatch": "tests/circle/test_system.py",
    "low-resolution-scan": "tests/audit/rules/test_marks.py",
    "seal-missing": "tests/audit/rules/test_marks.py",
    "made-later": "tests/audit/rules/test_made_later.py",
    "unrecognised-file": "tests/audit/test_dossier.py",
    "eliminated-too-soon": "tests/audit/rules/test_practice.py",
    "household-without-folder": "tests/audit/rules/test_practice.py",
    "identified-too-slowly": "tests/audit/rules/test_practice.py",
    "letter-incomplete": "tests/audit/rules/test_practice.py",
    "notice-incomplete": "tests/audit/rules/test_practice.py",
    "one-investigator": "tests/audit/rules/test_practice.py",
    "request-two-matters": "tests/audit/rules/test_practice.py",
    "review-not-per-household": "tests/audit/rules/test_practice.py",
    "risk-without-measure": "tests/audit/rules/test_practice.py",
}
