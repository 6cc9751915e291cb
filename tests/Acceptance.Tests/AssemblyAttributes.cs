// Every test here drives the machine's processors by itself; two at once would measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
