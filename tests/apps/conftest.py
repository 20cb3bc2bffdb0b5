"""What the comparing functions assert is shown as in a test."""

import pytest

pytest.register_assert_rewrite("tests.apps.compare")
