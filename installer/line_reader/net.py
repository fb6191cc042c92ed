"""The net: seven small convolutions, then three along the line. Some 280,000 weights."""

from __future__ import annotations

import torch
from torch import nn

CLASSES = 38


class _Residual(nn.Module):
    def __init__(self, channels: int, kernel: tuple[int, int]) -> None:
        super().__init__()
        pad = (kernel[0] // 2, kernel[1] // 2)
        self.conv = nn.Conv2d(channels, channels, kernel, padding=pad, bias=False)
        self.norm = nn.BatchNorm2d(channels)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.relu(x + self.norm(self.conv(x)))


def _step(before: int, after: int, stride: tuple[int, int]) -> nn.Sequential:
    conv = nn.Conv2d(before, after, 3, stride=stride, padding=1, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(after), nn.ReLU(inplace=True))


class LineNet(nn.Module):
    """(lines, 1, 32, width) → (lines, 38, 1, width / 4), not normalised."""

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(
            _step(1, 16, (2, 2)),
            _step(16, 32, (2, 1)),
            _step(32, 48, (1, 2)),
            _step(48, 64, (2, 1)),
            _Residual(64, (3, 3)),
            nn.Conv2d(64, 128, (4, 1), bias=False),
            nn.BatchNorm2d(128),
            nn.ReLU(inplace=True),
            _Residual(128, (1, 5)),
            _Residual(128, (1, 5)),
            nn.Dropout2d(0.05),
            nn.Conv2d(128, CLASSES, 1),
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """As the class says."""
        return self.body(x)
