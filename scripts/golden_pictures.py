#!/usr/bin/env python3
"""Writes src/service/images/golden/*.json: pictures as Pillow scales and saves them.

    python3 scripts/golden_pictures.py

scaled.json: small RGBA pictures brought to forms by `convert` and `resize(BILINEAR)`; what is transparent is laid over
white first (rounded to the nearest, by NumPy), but where the form has alpha itself. files.json: pictures saved in each
format, as base64, with their sizes, and with their colours over white, turned upright, as Pillow decodes them again.
"""

import base64
import io
import json
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

FOLDER = Path(__file__).resolve().parent.parent / "src" / "service" / "images" / "golden"
SIZES = [(9, 7), (28, 28), (40, 31), (3, 50), (1, 1)]
FORMS = [(28, 28, 1), (4, 6, 1), (13, 9, 3), (8, 8, 4), (9, 7, 3)]


def picture(width, height, seed, opaque):
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 4), dtype=np.uint8)
    if opaque:
        pixels[..., 3] = 255
    return pixels


def over_white(pixels):
    wide = pixels.astype(np.int64)
    alpha = wide[..., 3:]
    return ((2 * (wide[..., :3] * alpha + 255 * (255 - alpha)) + 255) // 510).astype(np.uint8)


def to_form(pixels, width, height, channels):
    if channels == 4:
        image = Image.fromarray(pixels, "RGBA")
    else:
        image = Image.fromarray(over_white(pixels), "RGB").convert("L" if channels == 1 else "RGB")
    return np.asarray(image.resize((width, height), Image.BILINEAR)).ravel().tolist()


def scaled():
    cases = []
    for seed, (width, height) in enumerate(SIZES):
        pixels = picture(width, height, seed, opaque=seed % 2 == 0)
        forms = [
            {"width": w, "height": h, "channels": c, "pixels": to_form(pixels, w, h, c)} for w, h, c in FORMS
        ]
        cases.append({"width": width, "height": height, "data": pixels.ravel().tolist(), "forms": forms})
    return cases


def saved(image, **options):
    buffer = io.BytesIO()
    image.save(buffer, **options)
    width, height = image.size
    again = ImageOps.exif_transpose(Image.open(buffer))
    if again.mode.startswith("I"):
        again = Image.fromarray((np.asarray(again) / 257).round().astype(np.uint8))
    colours = over_white(np.asarray(again.convert("RGBA"))).ravel().tolist()
    return {
        "width": width,
        "height": height,
        "bytes": base64.b64encode(buffer.getvalue()).decode(),
        "decoded": {"width": again.width, "height": again.height, "colours": colours},
    }


def files():
    ramp = np.linspace(0, 255, 12 * 10 * 3).astype(np.uint8).reshape(10, 12, 3)
    colour = Image.fromarray(ramp, "RGB")
    clear = Image.fromarray(picture(12, 10, 7, opaque=False), "RGBA")
    turned = Image.Exif()
    turned[0x0112] = 6
    noted = Image.Exif()
    noted[0x010E] = "A ramp."
    kept = [
        ("png", colour, {"format": "PNG"}),
        ("png with alpha", clear, {"format": "PNG"}),
        ("png palette", colour.quantize(8), {"format": "PNG"}),
        ("png 16 bit", Image.fromarray((np.arange(120) * 546).astype(np.uint16).reshape(10, 12)), {"format": "PNG"}),
        ("jpeg", colour, {"format": "JPEG", "quality": 80}),
        ("jpeg progressive, grey", colour.convert("L"), {"format": "JPEG", "progressive": True}),
        ("jpeg turned", colour, {"format": "JPEG", "exif": turned}),
        ("webp", colour, {"format": "WEBP", "quality": 50}),
        ("webp with a note", colour, {"format": "WEBP", "quality": 50, "exif": noted}),
        ("webp lossless", colour, {"format": "WEBP", "lossless": True}),
        ("webp with alpha", clear, {"format": "WEBP", "lossless": True, "exact": True}),
        ("gif", colour, {"format": "GIF"}),
        ("bmp", colour, {"format": "BMP"}),
        ("tiff", colour, {"format": "TIFF"}),
    ]
    return [{**saved(image, **options), "name": name} for name, image, options in kept]


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, cases in (("scaled", scaled()), ("files", files())):
        (FOLDER / f"{name}.json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
