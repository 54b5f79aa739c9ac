"""The web application: people, records, one case on one screen. A Django project over the same plan as every face.

    ui <- audit <- people <- records <- cases | emergency | library <- site

Views read and show; whatever is changed is changed in an `actions` module, with `by=`, in one transaction with its
audit event. No view computes medicine: it calls `assess` and shows what comes out.
"""
