"""What every report says of itself."""

from __future__ import annotations

__all__ = ["CAVEAT", "MASKED"]

CAVEAT = "一致不等于真实：本报告只说明材料是否齐全、前后是否一致，事情是否真做了、数字是否属实，要由人核对原件、入户核实。"
MASKED = "证件号码、手机号、银行卡号和病情已经遮盖；确需核对全号的，加 --full 再运行一次，看后妥善保管。"
