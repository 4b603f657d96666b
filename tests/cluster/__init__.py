"""A real cluster for the tests: three nodes of OpenSearch on this machine, of jars that Maven fetches.

python -m tests.cluster     starts one, prints its address, and stops it when it is interrupted
"""
