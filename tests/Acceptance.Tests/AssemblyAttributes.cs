// Two at once, because most of these wait for processes; what measures is in MeasuredTests and runs by itself.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
