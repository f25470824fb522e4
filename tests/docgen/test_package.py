"""The package that is put together by hand is a zip like any other."""

from __future__ import annotations

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from docgen.package import EMPTY, assemble, deflated, extended

NAMES = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x9FFF, exclude_characters="\\/"), min_size=1, max_size=20
)


@given(st.dictionaries(NAMES, st.binary(max_size=2000), max_size=6), st.integers(0, 6))
def test_zipfile_reads_back_every_part_in_order(parts: dict[str, bytes], shared: int) -> None:
    packed = [(name, deflated(content)) for name, content in parts.items()]
    data = assemble(extended(EMPTY, packed[:shared]), packed[shared:])
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        assert package.namelist() == list(parts)
        assert {name: package.read(name) for name in parts} == parts


def test_the_same_parts_give_the_same_bytes() -> None:
    parts = [("word/document.xml", deflated("公示".encode()))]
    assert assemble(EMPTY, parts) == assemble(extended(EMPTY, parts))
