"""Other simulators, measured by their public interfaces. They run in an environment of their own.

    python3 -m venv PLACE
    PLACE/bin/pip install gillespy2 libroadrunner copasi-basico

``serve.py`` is what runs there, as a script; GillesPy2 needs a C++ compiler besides.
"""
