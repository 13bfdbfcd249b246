"""All modules as they were before the program could change them."""

import sys
from importlib import import_module
from types import ModuleType


class FirstState:
    """Remembers what the modules hold; `restore` puts it back.

    >>> import math
    >>> first = FirstState()
    >>> math.exp = None
    >>> first.restore()
    >>> math.exp(0)
    1.0
    """

    def __init__(self) -> None:
        # What is not loaded could not be remembered.
        import_module("numpy")
        self._modules = dict(sys.modules)
        self._held = [
            (module, dict(vars(module)))
            for name, module in self._modules.items()
            # Our own modules are what watches the program: they may change.
            if isinstance(module, ModuleType)
            and name.partition(".")[0] not in {"conspect", "__main__"}
        ]
        self._path, self._finders = list(sys.path), list(sys.meta_path)

    def restore(self) -> None:
        """Put back what the program has changed."""
        for module, held in self._held:
            # Through the dict itself: a program may have replaced `setattr`.
            vars(module).update(held)
        sys.modules.update(self._modules)
        sys.path[:], sys.meta_path[:] = self._path, self._finders
        sys.setrecursionlimit(max(sys.getrecursionlimit(), 20_000))
