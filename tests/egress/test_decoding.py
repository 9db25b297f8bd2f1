import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.egress.decoding import decoder_for
from monitor.errors import FetchError


def packed(body: bytes, encoding: str) -> bytes:
    wbits = {"gzip": 31, "x-gzip": 31, "deflate": 15, "raw": -15}[encoding]
    packer = zlib.compressobj(6, zlib.DEFLATED, wbits)
    return packer.compress(body) + packer.flush()


def decoded(wire: bytes, encoding: str, step: int) -> tuple[bytes, bool]:
    decoder = decoder_for(encoding, "example.org")
    body = b"".join(piece for at in range(0, len(wire), step) for piece in decoder.pieces(wire[at : at + step]))
    return body, decoder.complete()


@given(st.binary(max_size=2000), st.sampled_from(["gzip", "x-gzip", "deflate", "raw"]), st.integers(1, 50))
def test_what_was_packed_comes_out_whole_however_it_is_cut(body: bytes, encoding: str, step: int) -> None:
    header = "deflate" if encoding == "raw" else encoding
    assert decoded(packed(body, encoding), header, step) == (body, True)


@given(st.binary(min_size=1, max_size=200), st.binary(max_size=200), st.integers(1, 30))
def test_several_gzip_members_are_one_body(first: bytes, second: bytes, step: int) -> None:
    assert decoded(gzip.compress(first) + gzip.compress(second), "gzip", step) == (first + second, True)


@pytest.mark.parametrize("padding", [b"\0" * 100, b"junk", b"\x1f"])
@pytest.mark.parametrize("step", [1, 7, 1000])
def test_what_follows_the_last_member_is_ignored(padding: bytes, step: int) -> None:
    assert decoded(gzip.compress(b"feed") + padding, "gzip", step) == (b"feed", True)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
@pytest.mark.parametrize("missing", [1, 5, 20])
def test_a_stream_that_ends_early_is_not_complete(encoding: str, missing: int) -> None:
    assert not decoded(packed(bytes(range(256)), encoding)[:-missing], encoding, 100)[1]


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "identity", ""])
def test_no_bytes_at_all_are_an_empty_body(encoding: str) -> None:
    assert decoded(b"", encoding, 1) == (b"", True)


@pytest.mark.parametrize(
    "encoding", ["br", "zstd", "compress", "gzip, gzip", "gzip,deflate", ", ".join(["gzip"] * 200)]
)
def test_other_encodings_and_nested_ones_are_refused(encoding: str) -> None:
    with pytest.raises(FetchError) as failed:
        decoder_for(encoding, "example.org")
    assert failed.value.kind == "bad-encoding"


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_damaged_data_is_a_failure(encoding: str) -> None:
    with pytest.raises(FetchError) as failed:
        decoded(b"<rss>this was never compressed</rss>", encoding, 100)
    assert failed.value.kind == "bad-encoding"


def test_a_bomb_comes_out_in_small_pieces_so_that_a_cap_can_stop_it() -> None:
    bomb = gzip.compress(bytes(50_000_000), 9)
    pieces = decoder_for("gzip", "example.org").pieces(bomb)
    assert all(len(next(pieces)) <= 256 * 1024 for _ in range(10))


def test_a_file_of_a_million_tiny_members_costs_no_more_than_a_few() -> None:
    body, complete = decoded(gzip.compress(b"x") * 10_000, "gzip", 65536)
    assert complete
    assert len(body) == 64
