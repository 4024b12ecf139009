"""Applications for disclosure 依申请公开: the case file on the statutory clock, and the desk where it is worked on."""
