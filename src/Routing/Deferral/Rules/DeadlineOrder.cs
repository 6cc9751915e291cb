namespace SageServe.Routing;

/// <summary>The waiting groups of a lane, earliest deadline first and by id among equals. Its memory is kept from one decision to the next.</summary>
internal sealed class DeadlineOrder
{
    private int[] _places = [];
    private (Instant Deadline, int Place)[] _keys = [];

    public int Count { get; private set; }

    /// <summary>Index into the facts' groups of the n-th.</summary>
    public int this[int n] => _places[n];

    public void Sort(IReadOnlyList<PatientGroup> groups)
    {
        if (_places.Length < groups.Count)
        {
            _places = new int[2 * groups.Count];
            _keys = new (Instant, int)[2 * groups.Count];
        }

        Count = 0;
        for (var i = 0; i < groups.Count; i++)
        {
            if (groups[i].Waiting > 0)
            {
                _keys[Count] = (groups[i].Deadline, i);
                _places[Count++] = i;
            }
        }

        Array.Sort(_keys, _places, 0, Count);
    }
}
