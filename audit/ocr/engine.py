"""The recogniser of this process: made at the first page, on one thread, with the models in rapidocr's wheel."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import ndarray
    from rapidocr import RapidOCR

__all__ = ["Reading", "boxes_of", "find_lines", "read_line"]

# Lines are found on a picture of at most this many pixels a side, and read at full size.
_DETECTOR_SIDE = 960
# Time goes by the width of a line; long ones read as well a fifth narrower.
_LONG, _NARROWED = 4, 0.8
# The recogniser takes many marks for their half-width twins: 时间:2021 → 时间：2021
_HALF = re.compile(r"(?<=[\u4e00-\u9fff”》）])[,:;()?!]|[,:;()](?=[\u4e00-\u9fff“《（])")
_FULL = str.maketrans(",:;()?!", "，：；（）？！")


@dataclass(frozen=True, slots=True)
class Reading:
    """One line as read, and how surely (0 to 1)."""

    text: str
    confidence: float


def find_lines(grey: ndarray) -> ndarray:
    """The corners of each line of text, n × 4 × 2, from its upper left clockwise as the line lies in the picture."""
    import cv2
    import numpy

    found = _engine()(cv2.merge([grey] * 3), use_det=True, use_cls=False, use_rec=False)
    boxes = getattr(found, "boxes", None)
    return numpy.zeros((0, 4, 2)) if boxes is None else numpy.asarray(boxes, dtype=float).reshape(-1, 4, 2)


def boxes_of(quads: ndarray, shape: tuple[int, int]) -> ndarray:
    """Corners → level boxes within the picture."""
    import numpy

    if not len(quads):
        return numpy.zeros((0, 4), dtype=int)
    heights = numpy.sort(quads[:, :, 1], axis=1)
    left, right = quads[:, :, 0].min(axis=1), quads[:, :, 0].max(axis=1)
    boxes = numpy.stack([left, heights[:, :2].mean(axis=1), right, heights[:, 2:].mean(axis=1)], axis=1)
    height, width = shape
    return numpy.clip(boxes, 0, [width, height, width, height]).round().astype(int)


def read_line(grey: ndarray) -> Reading:
    """The text of a picture of one line."""
    import cv2

    height, width = grey.shape[:2]
    if min(height, width) < 4:
        return Reading("", 0.0)
    if width > _LONG * height:
        grey = cv2.resize(grey, (round(_NARROWED * width), height), interpolation=cv2.INTER_AREA)
    found = _engine()(cv2.merge([grey] * 3), use_det=False, use_cls=False, use_rec=True)
    texts, scores = getattr(found, "txts", None), getattr(found, "scores", None)
    if not texts or not scores:
        return Reading("", 0.0)
    return Reading(_HALF.sub(lambda mark: mark[0].translate(_FULL), str(texts[0]).strip()), float(scores[0]))


@lru_cache(maxsize=1)
def _engine() -> RapidOCR:
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            # "No text found" is no news: a page that gives nothing is told by its state.
            "Global.log_level": "critical",
            "Global.text_score": 0.0,
            "Global.use_preprocess_img": False,
            "Global.use_vertical_padding": False,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Det.limit_type": "max",
            "Det.limit_side_len": _DETECTOR_SIDE,
            # One line a batch at its own width: the cells of a table are short, and padding costs as much as text.
            "Rec.rec_batch_num": 1,
            "Rec.rec_img_shape": [3, 48, 48],
        }
    )
