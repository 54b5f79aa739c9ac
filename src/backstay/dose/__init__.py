"""Dose: what tissue has had, what it may still get, and whether a plan keeps to it.

The functions of the commands stand here under the same names, imported when they are asked for.
"""
