"""Document -> a format, one file each, found by its name: `--to json` is `json_.py`'s business."""
