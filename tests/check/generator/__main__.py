"""Show a program: python -m tests.check.generator KIND SEED (or `right SEED`)."""

import sys

from tests.check.generator.mistakes import KINDS, right_program, wrong_program

if __name__ == "__main__":
    match sys.argv[1:]:
        case ["right", seed]:
            print(right_program(int(seed)))
        case [name, seed] if name in KINDS:
            found = wrong_program(name, int(seed))
            print(found[0] if found else "no room for it in this network")
        case _:
            print(__doc__, *KINDS, sep="\n")
