"""Data: tables read from files, arrays and data frames, and what makes numbers of their columns.

table       named columns of numbers or words, from any source
preparation which columns are inputs and targets, and how they become numbers
"""

from conspect.data.preparation import Preparation as Preparation
from conspect.data.preparation import prepare as prepare
from conspect.data.sources import read as read
from conspect.data.table import Table as Table
