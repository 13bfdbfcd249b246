"""`python -m conspect` is `conspect`."""

from conspect.cli.main import main

main()
